package io.ecslifeguard.localcloud.openapi;

import io.ecslifeguard.localcloud.access.Signing;
import io.ecslifeguard.localcloud.core.ApiError;
import java.util.Map;
import java.util.TreeMap;

/**
 * The signature of RPC requests of version 1.0: HMAC-SHA1 over all parameters of query and form.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism">RPC mechanism</a>
 */
final class RpcSignature {

    private RpcSignature() {}

    static void verify(String method, Map<String, String> parameters, Checks checks) {
        var id = Checks.present("AccessKeyId", parameters.get("AccessKeyId"));
        var signature = Checks.present("Signature", parameters.get("Signature"));
        var nonce = Checks.present("SignatureNonce", parameters.get("SignatureNonce"));
        var algorithm = algorithm(Checks.present("SignatureMethod", parameters.get("SignatureMethod")));
        var version = Checks.present("SignatureVersion", parameters.get("SignatureVersion"));
        if (!version.equals("1.0")) {
            throw new ApiError(
                    400, "InvalidSignatureVersion", "Specified signature version is not supported: " + version);
        }
        Checks.date(Checks.present("Timestamp", parameters.get("Timestamp")));
        var key = checks.key(id);
        Checks.token(key, parameters.get("SecurityToken"));
        var sorted = new TreeMap<>(parameters);
        sorted.remove("Signature");
        var canonical = new StringBuilder();
        sorted.forEach((name, value) -> canonical
                .append(canonical.length() == 0 ? "" : "&")
                .append(Signing.encode(name))
                .append('=')
                .append(Signing.encode(value)));
        var toSign = method + "&%2F&" + Signing.encode(canonical.toString());
        if (!Signing.same(Signing.hmacBase64(algorithm, key.secret() + '&', toSign), signature)) {
            throw Checks.signature(toSign);
        }
        checks.nonce(id, nonce);
    }

    private static String algorithm(String method) {
        return switch (method) {
            case "HMAC-SHA1" -> "HmacSHA1";
            case "HMAC-SHA256" -> "HmacSHA256";
            default ->
                throw new ApiError(
                        400, "InvalidSignatureMethod", "Specified signature method is not supported: " + method);
        };
    }
}
