package io.ecslifeguard.localcloud.access;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The access keys, {@code /localcloud/keys}: {@code GET} lists them without their secrets; {@code POST /localcloud/keys}
 * adds one; {@code POST /localcloud/keys/sts?seconds=} makes an STS key and answers as a {@code credentials_uri} does,
 * so that a client of the credentials library can be pointed at it; {@code DELETE /localcloud/keys/{id}} revokes one.
 */
public final class KeysControl implements Control {

    private final AccessKeys keys;

    public KeysControl(AccessKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (rest.size() > 1) {
            throw unknown();
        }
        return switch (method + (rest.isEmpty() ? "" : rest.get(0).equals("sts") ? " sts" : " id")) {
            case "GET" -> {
                var all = new JsonArray();
                keys.all().forEach(key -> all.add(describe(key)));
                yield all;
            }
            case "POST" -> add(body);
            case "GET sts", "POST sts" -> sts(query);
            case "DELETE id" -> {
                if (!keys.remove(rest.get(0))) {
                    throw new ApiError(404, "NotFound", "There is no access key " + rest.get(0) + ".");
                }
                yield null;
            }
            default -> throw unknown();
        };
    }

    private JsonObject add(JsonObject body) {
        try {
            var seconds = body.getDouble("seconds");
            var key = new AccessKey(
                    body.getString("accessKeyId"),
                    body.getString("accessKeySecret"),
                    body.getString("securityToken"),
                    seconds == null ? null : Instant.now().plusMillis((long) (seconds * 1000)));
            keys.put(key);
            return describe(key);
        } catch (ClassCastException e) {
            throw new ApiError(
                    400,
                    "InvalidBody",
                    "A key has accessKeyId, accessKeySecret and securityToken (texts) and seconds (a number).");
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ApiError(400, "InvalidBody", e.getMessage());
        }
    }

    private JsonObject sts(Map<String, String> query) {
        Duration lasting;
        try {
            lasting = Duration.ofSeconds(Math.max(1, Long.parseLong(query.getOrDefault("seconds", "3600"))));
        } catch (NumberFormatException e) {
            throw new ApiError(400, "InvalidParameter", "\"seconds\" is how long the key lasts, a number.");
        }
        keys.all().removeIf(old -> old.expiredAt(Instant.now().minus(Duration.ofHours(1))));
        var name = UUID.randomUUID().toString().replace("-", "");
        var key = new AccessKey(
                "STS." + name,
                UUID.randomUUID().toString(),
                "token-" + name,
                Instant.now().plus(lasting));
        keys.put(key);
        return new JsonObject()
                .put("Code", "Success")
                .put("AccessKeyId", key.id())
                .put("AccessKeySecret", key.secret())
                .put("SecurityToken", key.securityToken())
                .put(
                        "Expiration",
                        key.expires()
                                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                .toString());
    }

    private static JsonObject describe(AccessKey key) {
        return new JsonObject()
                .put("accessKeyId", key.id())
                .put("sts", key.securityToken() != null)
                .put("expires", key.expires() == null ? null : key.expires().toString());
    }

    private static ApiError unknown() {
        return new ApiError(
                405,
                "MethodNotAllowed",
                "Keys take GET and POST /localcloud/keys, GET /localcloud/keys/sts, DELETE /localcloud/keys/{id}.");
    }
}
