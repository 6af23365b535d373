package io.ecslifeguard.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What a request asks for, as its first line has it: a path and its parameters.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#name-request-target">RFC 9112</a>
 */
record RequestTarget(String text) {

    /** Why this is no URI, where it is none: in the words of the parameter that is wrong. */
    Optional<Refusal> refusal() {
        try {
            var unused = new URI(text);
            return Optional.empty();
        } catch (URISyntaxException wrong) {
            return Optional.of(refusal(wrong));
        }
    }

    private Refusal refusal(URISyntaxException wrong) {
        var at = wrong.getIndex();
        if (at < 0 || at >= text.length()) {
            return Refusal.of("What is asked for is no URI: " + wrong.getReason());
        }
        var what = what(at);
        var parameter = parameter(at);
        return parameter.isPresent()
                ? Refusal.of(parameter.get(), parameter.get() + what)
                : Refusal.of("The path" + what);
    }

    private String what(int at) {
        return text.charAt(at) == '%'
                ? " has a % that no two hexadecimal digits follow: a % itself is sent as %25"
                // the HTTP server has made a character of each byte
                : " has a character that no URI has as it is: it is sent as %%%02X".formatted((int) text.charAt(at));
    }

    private Optional<String> parameter(int at) {
        var query = text.indexOf('?');
        if (query < 0 || at < query) {
            return ApiDescription.parameterAfter(text.substring(0, text.lastIndexOf('/', at) + 1));
        }
        var beginning = Math.max(query, text.lastIndexOf('&', at)) + 1;
        var end = beginning;
        while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) != '&') {
            end++;
        }
        return Optional.of(text.substring(beginning, end));
    }
}
