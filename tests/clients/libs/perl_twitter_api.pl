#!/usr/bin/env perl
# Twitter::API, the successor of Net::Twitter.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Twitter::API;
use Wanted;

my $client = Twitter::API->new_with_traits(
    traits              => 'ApiMethods',
    api_url             => $Wanted::env{BASE_URL} =~ s{/1\.1$}{}r,
    consumer_key        => $Wanted::env{CONSUMER_KEY},
    consumer_secret     => $Wanted::env{CONSUMER_SECRET},
    access_token        => $Wanted::env{TOKEN},
    access_token_secret => $Wanted::env{TOKEN_SECRET},
    timeout             => 8,
);
$ENV{SSL_CERT_FILE} = $Wanted::env{CACERT} if length $Wanted::env{CACERT};
my ($status) = $client->destroy_favorite(Wanted::parameters());
Wanted::check_status($status);
