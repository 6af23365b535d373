package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.http.Operation;
import io.ecslifeguard.localcloud.http.Request;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Which of SMQ's operations a request asks for: its method, its path and its root element tell. */
final class SmqRequests {

    private static final String UNKNOWN = "Unknown";
    private static final Pattern ROOT =
            Pattern.compile("(?s)\\uFEFF?\\s*+(?:<\\?.*?\\?>\\s*+|<!--.*?-->\\s*+)*+<(?:[^\\s:>/]++:)?Messages[\\s>/]");

    /** Part of each request id: no two are the same, after a restart as well. */
    private long count = System.currentTimeMillis() << 16;

    /** The operation, with the parameters that it is recorded with. */
    Operation operation(Request request) {
        var parameters = new HashMap<String, String>();
        try {
            Request.parameters(request.query(), false)
                    .forEach((name, value) -> parameters.put(name.toLowerCase(Locale.ROOT), value));
        } catch (ApiError e) {
            parameters.put("", "");
        }
        var queue = resource(request);
        parameters.put("queue", queue.isEmpty() ? null : queue.get(0));
        parameters.put("AccessKeyId", SmqSignature.keyId(request));
        parameters.values().removeIf(value -> value == null);
        var id = HexFormat.of().withUpperCase();
        var number = ++count;
        return new Operation(
                "smq",
                name(request, queue, parameters),
                parameters,
                id.toHexDigits(number) + id.toHexDigits((int) number));
    }

    /** The endpoint as the client calls it, with its own path if it has one. */
    static String base(Request request) {
        var path = request.path() == null ? "" : request.path();
        var at = (path + "/").indexOf("/queues/");
        return "http://" + request.host() + (at < 0 ? "" : path.substring(0, at));
    }

    /** Queue and rest: what stands after {@code /queues/}. An endpoint may have a path of its own before it. */
    private static List<String> resource(Request request) {
        var path = request.path() == null ? "" : request.path();
        var at = (path + "/").indexOf("/queues/");
        if (at < 0 || at + 8 > path.length()) {
            return List.of();
        }
        return List.of(path.substring(at + 8).split("/", -1));
    }

    private static String name(Request request, List<String> resource, Map<String, String> parameters) {
        var path = request.path() == null ? "" : request.path();
        if (!(path + "/").contains("/queues/") || resource.size() > 2) {
            return UNKNOWN;
        }
        if (resource.isEmpty() || resource.equals(List.of(""))) {
            return request.method().equals("GET") ? "ListQueue" : UNKNOWN;
        }
        if (resource.size() == 1 || resource.get(1).isEmpty()) {
            return switch (request.method()) {
                case "PUT" ->
                    "true".equalsIgnoreCase(parameters.get("metaoverride")) ? "SetQueueAttributes" : "CreateQueue";
                case "GET" -> "GetQueueAttributes";
                case "DELETE" -> "DeleteQueue";
                default -> UNKNOWN;
            };
        }
        if (!resource.get(1).equals("messages")) {
            return UNKNOWN;
        }
        return switch (request.method()) {
            case "GET" ->
                (parameters.containsKey("numofmessages") ? "Batch" : "")
                        + ("true".equalsIgnoreCase(parameters.get("peekonly")) ? "PeekMessage" : "ReceiveMessage");
            case "POST" -> isBatch(request) ? "BatchSendMessage" : "SendMessage";
            case "PUT" -> "ChangeMessageVisibility";
            case "DELETE" ->
                parameters.containsKey("receipthandle") || request.body().length() == 0
                        ? "DeleteMessage"
                        : "BatchDeleteMessage";
            default -> UNKNOWN;
        };
    }

    /** By the name of the root element, whatever stands before it; the document is read in full only once. */
    private static boolean isBatch(Request request) {
        var head = request.body().getString(0, Math.min(2048, request.body().length()));
        return ROOT.matcher(head).lookingAt();
    }
}
