# What the Ruby drivers share: what is asked for, and whether the answer is that.
require "json"
require "net/http"
require "openssl"
require "uri"

Encoding.default_external = Encoding::UTF_8

module Wanted
  def self.env(name)
    (ENV["FAVSPEC_#{name}"] || "").dup.force_encoding(Encoding::UTF_8)
  end

  URL = "#{env("BASE_URL")}/favorites/destroy.json".freeze
  ID = env("STATUS_ID").freeze

  def self.parameters
    given = { "id" => ID }
    given["include_entities"] = env("INCLUDE_ENTITIES") unless env("INCLUDE_ENTITIES").empty?
    given
  end

  def self.post(uri, fields, body = nil)
    http = Net::HTTP.new(uri.host, uri.port)
    http.use_ssl = uri.scheme == "https"
    http.ca_file = env("CACERT") unless env("CACERT").empty?
    http.open_timeout = http.read_timeout = 8
    request = Net::HTTP::Post.new(uri.request_uri, fields)
    request.body = body if body
    request["Content-Type"] = "application/x-www-form-urlencoded" if body
    http.start { http.request(request) }
  end

  # Ends the program: 0 when this is the status that was asked for.
  def self.check(answer)
    abort "status #{answer.code}" unless answer.code == "200"
    check_status(JSON.parse(answer.body.to_s))
  end

  def self.check_status(status)
    abort "another document" unless status.is_a?(Hash) && status["id_str"] == ID
    exit 0
  end
end
