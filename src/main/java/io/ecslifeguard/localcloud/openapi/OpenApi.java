package io.ecslifeguard.localcloud.openapi;

import io.ecslifeguard.localcloud.access.AccessKeys;
import io.ecslifeguard.localcloud.core.ApiCall;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Product;
import io.ecslifeguard.localcloud.http.Endpoint;
import io.ecslifeguard.localcloud.http.Operation;
import io.ecslifeguard.localcloud.http.Reply;
import io.ecslifeguard.localcloud.http.Request;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The endpoint of ECS and SLB: finds the product by the version that a call names. */
public final class OpenApi implements Endpoint {

    private static final Map<String, String> NAMES = Map.of("2014-05-26", "ecs", "2014-05-15", "slb");

    private final Map<String, Product> byVersion = new HashMap<>();
    private final Checks checks;

    public OpenApi(List<Product> products, AccessKeys keys) {
        products.forEach(product -> byVersion.put(product.version(), product));
        checks = new Checks(keys);
    }

    @Override
    public Operation operation(Request request) {
        var parameters = new HashMap<String, String>();
        try {
            parameters.putAll(Request.parameters(request.query(), true));
            var type = request.header("Content-Type");
            if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
                parameters.putAll(Request.parameters(request.body().toString(), true));
            }
        } catch (ApiError e) {
            // a broken query can bear no valid signature: authenticate refuses it
            parameters.clear();
        }
        fromHeader(request, "x-acs-action", "Action", parameters);
        fromHeader(request, "x-acs-version", "Version", parameters);
        if (acs3(request)) {
            var authorization = request.header("Authorization");
            var at = authorization == null ? -1 : authorization.indexOf("Credential=");
            if (at >= 0) {
                parameters.put("AccessKeyId", authorization.substring(at + 11).split(",")[0]);
            }
        }
        var version = parameters.get("Version");
        return new Operation(
                NAMES.getOrDefault(version, version == null ? "unknown" : version),
                parameters.getOrDefault("Action", "Unknown"),
                parameters,
                UUID.randomUUID().toString().toUpperCase(Locale.ROOT));
    }

    @Override
    public void authenticate(Request request, Operation operation) {
        var parameters = operation.parameters();
        if (acs3(request)) {
            Acs3Signature.verify(request, checks);
        } else {
            Checks.require("Action", parameters.get("Action"));
            Checks.require("Version", parameters.get("Version"));
            RpcSignature.verify(request.method(), parameters, checks);
        }
    }

    @Override
    public void answer(Request request, Operation operation, Consumer<Reply> reply) {
        Checks.require("Action", operation.parameters().get("Action"));
        var version = Checks.present("Version", operation.parameters().get("Version"));
        var product = byVersion.get(version);
        if (product == null) {
            throw new ApiError(
                    400,
                    "InvalidVersion",
                    "Specified parameter Version is not valid: " + version + "; the local cloud has "
                            + String.join(", ", byVersion.keySet()) + ".");
        }
        var answer = new JsonObject()
                .put("RequestId", operation.requestId())
                .mergeIn(product.call(new ApiCall(operation.name(), operation.parameters(), operation.requestId())));
        reply.accept(write(request, operation, 200, null, operation.name() + "Response", answer));
    }

    @Override
    public Reply error(Request request, Operation operation, ApiError error) {
        var body = new JsonObject()
                .put("RequestId", operation.requestId())
                .put("HostId", operation.product() + ".aliyuncs.com")
                .put("Code", error.code())
                .put("Message", error.getMessage())
                .put("Recommend", "https://api.aliyun.com/troubleshoot?q=" + error.code());
        if (error.deniedAction() != null) {
            body.put(
                    "AccessDeniedDetail",
                    new JsonObject()
                            .put("AuthAction", error.deniedAction())
                            .put("NoPermissionType", "ImplicitDeny")
                            .put("PolicyType", "AccountLevelIdentityBasedPolicy"));
        }
        return write(request, operation, error.status(), error.code(), "Error", body);
    }

    @Override
    public ApiError throttled(Operation operation) {
        return new ApiError(400, "Throttling.User", "Request was denied due to user flow control.");
    }

    private static Reply write(
            Request request, Operation operation, int status, String code, String root, JsonObject body) {
        var json =
                acs3(request) || "JSON".equalsIgnoreCase(operation.parameters().get("Format"));
        return Reply.of(
                status,
                code,
                Map.of(
                        "Content-Type",
                        json ? "application/json;charset=utf-8" : "text/xml;charset=utf-8",
                        "x-acs-request-id",
                        operation.requestId()),
                json ? body.encode() : AnswerXml.write(root, body));
    }

    private static boolean acs3(Request request) {
        var authorization = request.header("Authorization");
        return authorization != null && authorization.startsWith(Acs3Signature.ALGORITHM)
                || request.header("x-acs-action") != null;
    }

    private static void fromHeader(Request request, String header, String name, Map<String, String> parameters) {
        var value = request.header(header);
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
