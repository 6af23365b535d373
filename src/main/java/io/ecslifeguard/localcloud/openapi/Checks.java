package io.ecslifeguard.localcloud.openapi;

import io.ecslifeguard.localcloud.access.AccessKey;
import io.ecslifeguard.localcloud.access.AccessKeys;
import io.ecslifeguard.localcloud.core.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What ACS3 and V1 check alike: date, nonce, key and security token. */
final class Checks {

    private final AccessKeys keys;
    private final Nonces nonces = new Nonces();

    Checks(AccessKeys keys) {
        this.keys = keys;
    }

    static String present(String name, String value) {
        require(name, value);
        return value;
    }

    static void require(String name, String value) {
        if (value == null || value.isEmpty()) {
            throw new ApiError(400, "Missing" + name, name + " is mandatory for this action.");
        }
    }

    static void date(String text) {
        Instant date;
        try {
            date = Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ApiError(
                    400, "IllegalTimestamp", "Specified time stamp or date value is not well formatted: " + text);
        }
        if (Duration.between(date, Instant.now()).abs().compareTo(Nonces.WINDOW) > 0) {
            throw new ApiError(
                    400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired: " + text);
        }
    }

    AccessKey key(String id) {
        var key = keys.get(id);
        if (key == null) {
            throw new ApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
        return key;
    }

    static void token(AccessKey key, String token) {
        if (key.securityToken() == null) {
            if (token != null && !token.isEmpty()) {
                throw new ApiError(
                        400,
                        "InvalidSecurityToken.MismatchWithAccessKey",
                        "Specified SecurityToken mismatch with the AccessKey.");
            }
            return;
        }
        if (token == null || token.isEmpty()) {
            throw new ApiError(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
        }
        if (!token.equals(key.securityToken())) {
            throw new ApiError(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
        }
        if (key.expiredAt(Instant.now())) {
            throw new ApiError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
        }
    }

    static ApiError signature(String stringToSign) {
        return new ApiError(
                400,
                "SignatureDoesNotMatch",
                "Specified signature is not matched with our calculation. server string to sign is:" + stringToSign);
    }

    static ApiError incomplete(String why) {
        return new ApiError(
                400, "IncompleteSignature", "The request signature does not conform to Aliyun standards. " + why);
    }

    void nonce(String key, String nonce) {
        if (!nonces.use(key + '/' + nonce, Instant.now())) {
            throw new ApiError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
        }
    }
}
