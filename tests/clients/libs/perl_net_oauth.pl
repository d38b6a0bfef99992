#!/usr/bin/env perl
# Net::OAuth signs, LWP sends: the parameters in the form body.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use HTTP::Request::Common qw(POST);
use Net::OAuth;
use Wanted;

$Net::OAuth::PROTOCOL_VERSION = Net::OAuth::PROTOCOL_VERSION_1_0A;
my $nonce = do { open my $r, '<', '/dev/urandom' or die; read $r, my $b, 16; unpack 'H*', $b };
my $request = Net::OAuth->request('protected resource')->new(
    consumer_key     => $Wanted::env{CONSUMER_KEY},
    consumer_secret  => $Wanted::env{CONSUMER_SECRET},
    token            => $Wanted::env{TOKEN},
    token_secret     => $Wanted::env{TOKEN_SECRET},
    request_url      => $Wanted::url,
    request_method   => 'POST',
    signature_method => 'HMAC-SHA1',
    timestamp        => time,
    nonce            => $nonce,
    extra_params     => Wanted::parameters(),
);
$request->sign;
my $post = POST $Wanted::url, [%{ Wanted::parameters() }],
    Authorization => $request->to_authorization_header;
Wanted::check(Wanted::agent()->request($post));
