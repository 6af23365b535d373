package io.ecslifeguard.localcloud.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ecslifeguard.localcloud.access.Signing;
import io.ecslifeguard.localcloud.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * ACS3-HMAC-SHA256.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature">V3</a>
 */
final class Acs3Signature {

    static final String ALGORITHM = "ACS3-HMAC-SHA256";

    private static final List<String> MUST_BE_SIGNED = List.of(
            "host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256");

    private Acs3Signature() {}

    static void verify(Request request, Checks checks) {
        var fields = fields(Checks.present("Authorization", request.header("Authorization")));
        var id = Checks.present("AccessKeyId", fields.get("Credential"));
        var signature = Checks.present("Signature", fields.get("Signature"));
        var names = Checks.present("SignedHeaders", fields.get("SignedHeaders"));
        var date = Checks.present("Timestamp", request.header("x-acs-date"));
        var nonce = Checks.present("SignatureNonce", request.header("x-acs-signature-nonce"));
        var sha = Checks.present("ContentSha256", request.header("x-acs-content-sha256"));
        Checks.require("Version", request.header("x-acs-version"));
        Checks.date(date);
        var signed = new HashSet<>(Arrays.asList(names.split(";")));
        for (var name : MUST_BE_SIGNED) {
            if (!signed.contains(name)) {
                throw Checks.incomplete("SignedHeaders lacks " + name + ".");
            }
        }
        for (var name : request.headers().names()) {
            var lower = name.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("x-acs-") && !signed.contains(lower)) {
                throw Checks.incomplete("SignedHeaders lacks " + lower + ".");
            }
        }
        if (!sha.equals(Signing.hex("SHA-256", request.body().getBytes()))) {
            throw Checks.signature("x-acs-content-sha256 is not the SHA-256 of the body");
        }
        var key = checks.key(id);
        Checks.token(key, request.header("x-acs-security-token"));
        var canonical = request.method()
                + '\n'
                + (request.path().isEmpty() ? "/" : request.path())
                + '\n'
                + query(request.query())
                + '\n'
                + headers(request, names)
                + '\n'
                + names
                + '\n'
                + sha;
        var toSign = ALGORITHM + '\n' + Signing.hex("SHA-256", canonical.getBytes(UTF_8));
        var expected = Signing.hex(Signing.hmac("HmacSHA256", key.secret().getBytes(UTF_8), toSign));
        if (!Signing.same(expected, signature)) {
            throw Checks.signature(canonical);
        }
        checks.nonce(id, nonce);
    }

    /** What follows the algorithm in the Authorization header. */
    static Map<String, String> fields(String authorization) {
        var fields = new HashMap<String, String>();
        for (var field : authorization
                .substring(Math.min(authorization.length(), ALGORITHM.length()))
                .split(",")) {
            var at = field.indexOf('=');
            if (at < 0) {
                throw Checks.incomplete(
                        "The Authorization header is " + ALGORITHM + " Credential=..,SignedHeaders=..,Signature=..");
            }
            fields.put(field.substring(0, at).trim(), field.substring(at + 1).trim());
        }
        return fields;
    }

    private static String query(String raw) {
        var pairs = new ArrayList<String[]>();
        if (raw != null) {
            for (var pair : raw.split("&")) {
                if (!pair.isEmpty()) {
                    var at = pair.indexOf('=');
                    pairs.add(new String[] {
                        Request.decode(at < 0 ? pair : pair.substring(0, at), true),
                        at < 0 ? "" : Request.decode(pair.substring(at + 1), true)
                    });
                }
            }
        }
        pairs.sort((one, other) -> one[0].equals(other[0]) ? one[1].compareTo(other[1]) : one[0].compareTo(other[0]));
        var canonical = new StringBuilder();
        for (var pair : pairs) {
            canonical
                    .append(canonical.length() == 0 ? "" : "&")
                    .append(Signing.encode(pair[0]))
                    .append('=')
                    .append(Signing.encode(pair[1]));
        }
        return canonical.toString();
    }

    private static String headers(Request request, String names) {
        var canonical = new StringBuilder();
        for (var name : names.split(";")) {
            var values = request.headers().getAll(name).stream()
                    .map(String::trim)
                    .sorted()
                    .toList();
            canonical.append(name).append(':').append(String.join(",", values)).append('\n');
        }
        return canonical.toString();
    }
}
