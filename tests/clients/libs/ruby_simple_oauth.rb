#!/usr/bin/env ruby
# simple_oauth makes the header, net/http sends: the parameters in the form body.
require "simple_oauth"
require_relative "wanted"

keys = { consumer_key: Wanted.env("CONSUMER_KEY"), consumer_secret: Wanted.env("CONSUMER_SECRET"),
         token: Wanted.env("TOKEN"), token_secret: Wanted.env("TOKEN_SECRET") }
header = SimpleOAuth::Header.new(:post, Wanted::URL, Wanted.parameters, keys)
Wanted.check(Wanted.post(URI(Wanted::URL), { "Authorization" => header.to_s },
                         URI.encode_www_form(Wanted.parameters)))
