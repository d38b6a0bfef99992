#!/usr/bin/env ruby
# The twitter gem, led to another URL than the one that it has built in.
require "twitter"
require_relative "wanted"

client = Twitter::REST::Client.new do |config|
  config.consumer_key = Wanted.env("CONSUMER_KEY")
  config.consumer_secret = Wanted.env("CONSUMER_SECRET")
  config.access_token = Wanted.env("TOKEN")
  config.access_token_secret = Wanted.env("TOKEN_SECRET")
  config.timeouts = { write: 8, connect: 8, read: 8 }
end
ENV["SSL_CERT_FILE"] = Wanted.env("CACERT") unless Wanted.env("CACERT").empty?
parameters = Wanted.parameters.transform_keys(&:to_sym)
status = Twitter::REST::Request.new(client, :post, Wanted::URL, parameters).perform
Wanted.check_status(status.transform_keys(&:to_s))
