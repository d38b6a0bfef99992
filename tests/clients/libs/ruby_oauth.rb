#!/usr/bin/env ruby
# The oauth gem signs and sends: the parameters in the form body.
require "oauth"
require_relative "wanted"

site = URI(Wanted::URL)
consumer = OAuth::Consumer.new(Wanted.env("CONSUMER_KEY"), Wanted.env("CONSUMER_SECRET"),
                               site: "#{site.scheme}://#{site.host}:#{site.port}",
                               ca_file: (Wanted.env("CACERT") unless Wanted.env("CACERT").empty?))
token = OAuth::AccessToken.new(consumer, Wanted.env("TOKEN"), Wanted.env("TOKEN_SECRET"))
Wanted.check(token.post(site.path, Wanted.parameters))
