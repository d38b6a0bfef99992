#!/usr/bin/env perl
# Net::Twitter with its own method and agent.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Net::Twitter;
use Wanted;

my $twitter = Net::Twitter->new(
    traits              => ['API::RESTv1_1'],
    apiurl              => $Wanted::env{BASE_URL},
    consumer_key        => $Wanted::env{CONSUMER_KEY},
    consumer_secret     => $Wanted::env{CONSUMER_SECRET},
    access_token        => $Wanted::env{TOKEN},
    access_token_secret => $Wanted::env{TOKEN_SECRET},
    ssl                 => 0,
    useragent_args      => { timeout => 8, length $Wanted::env{CACERT}
        ? (ssl_opts => { SSL_ca_file => $Wanted::env{CACERT}, verify_hostname => 1 }) : () },
);
Wanted::check_status($twitter->destroy_favorite(Wanted::parameters()));
