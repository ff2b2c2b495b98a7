"""Answers every request with the weather."""

from http.server import BaseHTTPRequestHandler, HTTPServer


class Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"sunny\n")


HTTPServer(("", 8000), Weather).serve_forever()
