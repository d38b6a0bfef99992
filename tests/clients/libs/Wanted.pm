# What the Perl drivers share: what is asked for, and whether the answer is that.
package Wanted;
use strict;
use warnings;
use Encode qw(decode);
use JSON::PP ();
use LWP::UserAgent;

our %env = map { $_ => decode('UTF-8', $ENV{"FAVSPEC_$_"} // '') }
    qw(BASE_URL CONSUMER_KEY CONSUMER_SECRET TOKEN TOKEN_SECRET STATUS_ID INCLUDE_ENTITIES CACERT);
our $url = "$env{BASE_URL}/favorites/destroy.json";

sub parameters {
    my %parameters = (id => $env{STATUS_ID});
    $parameters{include_entities} = $env{INCLUDE_ENTITIES} if length $env{INCLUDE_ENTITIES};
    return \%parameters;
}

sub agent {
    return LWP::UserAgent->new(timeout => 8, max_redirect => 0, @_,
        length $env{CACERT} ? (ssl_opts => { SSL_ca_file => $env{CACERT}, verify_hostname => 1 }) : ());
}

# Ends the program: 0 when this is the status that was asked for.
sub check {
    my ($answer) = @_;
    die $answer->status_line, "\n" if $answer->code != 200 || $answer->header('Client-Aborted');
    my $encoded = $answer->header('Content-Encoding') ? $answer->decoded_content(charset => 'none')
        : $answer->content;
    check_status(JSON::PP->new->utf8->decode($encoded));
}

sub check_status {
    my ($status) = @_;
    die "another document\n" unless ref $status eq 'HASH' && ($status->{id_str} // '') eq $env{STATUS_ID};
    exit 0;
}

1;
