package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Tags instances.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/110424.htm">TagResources</a>
 */
record Tagging(Home home, Instances instances) {

    /** How many tags one instance can carry. */
    static final int MOST = 20;

    JsonObject tag(Parameters call) {
        var tags = call.groups("Tag");
        if (tags.isEmpty()) {
            throw Parameters.missing("Tag");
        }
        var tagged = resources(call);
        OrderCheck.checkTags(tags);
        for (var instance : tagged) {
            var fresh = tags.stream()
                    .map(tag -> tag.text("Key"))
                    .filter(key -> !instance.tags.containsKey(key))
                    .distinct()
                    .count();
            if (instance.tags.size() + fresh > MOST) {
                throw new ApiError(400, "TagQuotaExceed", "The maximum number of tags of the resource is exceeded.");
            }
        }
        tagged.forEach(instance -> tags.forEach(tag -> instance.tags.put(tag.text("Key"), tag.text("Value", ""))));
        return new JsonObject();
    }

    JsonObject untag(Parameters call) {
        var keys = call.list("TagKey");
        resources(call).forEach(instance -> {
            if (call.flag("All")) {
                instance.tags.clear();
            }
            keys.forEach(instance.tags::remove);
        });
        return new JsonObject();
    }

    private List<Instance> resources(Parameters call) {
        home.require(call);
        if (!call.required("ResourceType").equalsIgnoreCase("instance")) {
            throw new ApiError(
                    404, "InvalidResourceType.NotFound", "The ResourceType provided does not exist in our records.");
        }
        var ids = call.list("ResourceId");
        if (ids.isEmpty()) {
            throw Parameters.missing("ResourceId");
        }
        if (ids.size() > 50) {
            throw Parameters.invalid("ResourceId", "at most 50 resources are taken");
        }
        return ids.stream()
                .map(id -> instances
                        .find(id)
                        .orElseThrow(() -> new ApiError(
                                404, "InvalidResourceId.NotFound", "The specified ResourceIds are not found.")))
                .toList();
    }
}
