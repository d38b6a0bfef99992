#!/usr/bin/env perl
# WWW::OAuth signs an HTTP::Request, LWP sends: the parameters in the query.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use HTTP::Request;
use URI;
use WWW::OAuth;
use Wanted;

my $oauth = WWW::OAuth->new(
    client_id     => $Wanted::env{CONSUMER_KEY},
    client_secret => $Wanted::env{CONSUMER_SECRET},
    token         => $Wanted::env{TOKEN},
    token_secret  => $Wanted::env{TOKEN_SECRET},
);
my $url = URI->new($Wanted::url);
$url->query_form(%{ Wanted::parameters() });
my $request = HTTP::Request->new(POST => $url);
$oauth->authenticate($request);
Wanted::check(Wanted::agent()->request($request));
