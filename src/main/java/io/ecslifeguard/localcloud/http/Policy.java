package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the access keys may do, {@code /localcloud/policy}: {@code PUT} takes a RAM policy document, by whose actions every
 * call is judged from then on; {@code GET} gives it back, {@code DELETE} removes it. Without one, everything is allowed. Of
 * a statement, effect and actions count, and which instances its resources name where a call of ECS names some: a call
 * that names one which is not allowed is denied as a whole. Other resources and conditions do not count.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ram/policy-language-overview">Policy elements</a>
 */
public final class Policy implements Control {

    private JsonObject document;
    private List<Statement> statements = List.of();

    private static final Pattern INSTANCE = Pattern.compile("InstanceId(\\.\\d+)?");

    /** Resources are kept without service, region and account: there is one of each. */
    private record Statement(boolean allows, List<String> actions, List<String> resources) {

        boolean isOn(String action, Optional<String> instance) {
            return actions.stream().anyMatch(pattern -> matches(pattern, action))
                    && instance.map(id -> "instance/" + id)
                            .map(id -> resources.stream().anyMatch(pattern -> matches(pattern, id)))
                            .orElse(true);
        }
    }

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (!rest.isEmpty()) {
            throw new ApiError(404, "NotFound", "There is one policy, at /localcloud/policy.");
        }
        return switch (method) {
            case "GET" -> document == null ? new JsonObject() : document;
            case "PUT" -> {
                statements = statements(body);
                document = body;
                yield body;
            }
            case "DELETE" -> {
                document = null;
                statements = List.of();
                yield null;
            }
            default -> throw new ApiError(405, "MethodNotAllowed", "The policy takes GET, PUT and DELETE.");
        };
    }

    /** Fails with what the product says where the policy does not allow the call. */
    void check(Operation operation) {
        if (document == null) {
            return;
        }
        var instances = instances(operation);
        actions(operation)
                .filter(action -> !instances.stream().allMatch(instance -> allows(action, instance)))
                .findFirst()
                .ifPresent(action -> {
                    throw denial(operation, action);
                });
    }

    private boolean allows(String action, Optional<String> instance) {
        return statements.stream().anyMatch(statement -> statement.allows() && statement.isOn(action, instance))
                && statements.stream().noneMatch(statement -> !statement.allows() && statement.isOn(action, instance));
    }

    /** Each that the call names; an empty one where it names none. */
    private static List<Optional<String>> instances(Operation operation) {
        var named = operation.parameters().entrySet().stream()
                .filter(parameter -> operation.product().equals("ecs")
                        && INSTANCE.matcher(parameter.getKey()).matches())
                .map(parameter -> Optional.of(parameter.getValue()))
                .toList();
        return named.isEmpty() ? List.of(Optional.empty()) : named;
    }

    /** A call of SMQ for several messages needs no other action than the one for one message. */
    private static Stream<String> actions(Operation operation) {
        if (operation.product().equals("smq")) {
            return Stream.of("mns:" + operation.name().replaceFirst("^Batch", ""));
        }
        var actions = Stream.of(operation.product() + ":" + operation.name());
        if (!operation.name().equals("RunInstances")) {
            return actions;
        }
        var names = operation.parameters().keySet();
        var more = Stream.of(
                names.stream().anyMatch(name -> name.startsWith("Tag.")) ? "ecs:TagResources" : "",
                names.contains("RamRoleName") ? "ram:PassRole" : "");
        return Stream.concat(actions, more.filter(action -> !action.isEmpty()));
    }

    private static ApiError denial(Operation operation, String action) {
        if (operation.product().equals("smq")) {
            return new ApiError(
                    403,
                    "AccessDenied",
                    "The OwnerId that your Access Key Id associated to is forbidden for this operation.");
        }
        if (action.equals("ram:PassRole")) {
            return new ApiError(
                    403, "InvalidUser.PassRoleForbidden", "The RAM user does not have the privilege to pass a role.");
        }
        return new ApiError(
                403,
                "Forbidden.RAM",
                "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
                action);
    }

    private static List<Statement> statements(JsonObject body) {
        try {
            var statements = new ArrayList<Statement>();
            for (var each : body.getJsonArray("Statement")) {
                var statement = (JsonObject) each;
                var resources = texts(statement, "Resource").stream()
                        .map(resource -> resource.substring(resource.lastIndexOf(':') + 1))
                        .toList();
                statements.add(new Statement(
                        statement.getString("Effect").equals("Allow"), texts(statement, "Action"), resources));
            }
            return statements;
        } catch (ClassCastException | NullPointerException e) {
            throw new ApiError(
                    400,
                    "InvalidBody",
                    "A policy is such as {\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\":"
                            + " [\"ecs:Describe*\"], \"Resource\": \"*\"}]}.");
        }
    }

    private static List<String> texts(JsonObject statement, String name) {
        return statement.getValue(name) instanceof JsonArray several
                ? several.stream().map(String.class::cast).toList()
                : List.of(statement.getString(name));
    }

    private static boolean matches(String pattern, String action) {
        var parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equalsIgnoreCase(action);
        }
        var regex = new StringBuilder("(?i)");
        for (var part = 0; part < parts.length; part++) {
            regex.append(part == 0 ? "" : ".*").append(Pattern.quote(parts[part]));
        }
        return action.matches(regex.toString());
    }
}
