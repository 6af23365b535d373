package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The filters of DescribeInstances, all of which an instance has to pass. */
final class InstanceFilter {

    private static final int MOST_IDS = 100;

    private InstanceFilter() {}

    static Predicate<Instance> of(Parameters call) {
        Predicate<Instance> all = instance -> true;
        var status = call.text("Status");
        if (status != null) {
            if (Arrays.stream(State.values()).noneMatch(state -> state.wire().equals(status))) {
                throw new ApiError(
                        400, "InvalidStatus.ValueNotSupported", "The specified parameter \"Status\" is not valid.");
            }
            all = all.and(instance -> instance.state.wire().equals(status));
        }
        var ids = ids(call);
        if (ids != null) {
            all = all.and(instance -> ids.contains(instance.id));
        }
        for (var tag : call.groups("Tag")) {
            all = all.and(tagged(tag.text("Key"), tag.text("Value")));
        }
        var lock = call.text("LockReason");
        if (lock != null) {
            all = all.and(instance -> instance.lockedAs(lock));
        }
        var name = call.text("InstanceName");
        if (name != null) {
            all = all.and(named(name));
        }
        var group = call.text("SecurityGroupId");
        if (group != null) {
            all = all.and(instance -> instance.order.securityGroups().contains(group));
        }
        var vpc = call.text("VpcId");
        if (vpc != null) {
            all = all.and(instance -> vpc.equals(Home.VPC));
        }
        return all.and(exactly(call, "ZoneId", instance -> instance.order.zone()))
                .and(exactly(call, "VSwitchId", instance -> instance.order.vSwitch()))
                .and(exactly(call, "InstanceType", instance -> instance.order.type()))
                .and(exactly(call, "ResourceGroupId", it -> it.order.asked().text("ResourceGroupId", "")))
                .and(exactly(call, "ImageId", it -> it.order.asked().text("ImageId", "")))
                .and(exactly(call, "KeyPairName", it -> it.order.asked().text("KeyPairName", "")))
                .and(exactly(
                        call, "InstanceChargeType", it -> it.order.asked().text("InstanceChargeType", "PostPaid")));
    }

    /** The ids that the call asks for, null where it does not. */
    static Set<String> ids(Parameters call) {
        var text = call.text("InstanceIds");
        if (text == null) {
            return null;
        }
        var list = Parameters.jsonArray(text)
                .filter(it -> it.stream().allMatch(String.class::isInstance))
                .orElseThrow(() -> new ApiError(
                        400,
                        "InvalidInstanceIds.Malformed",
                        "The specified InstanceIds is not a JSON array of instance ids."));
        if (list.size() > MOST_IDS) {
            throw Parameters.invalid("InstanceIds", "at most 100 instances are taken");
        }
        var ids = new HashSet<String>();
        list.forEach(id -> ids.add((String) id));
        return ids;
    }

    private interface Property {
        String of(Instance instance);
    }

    private static Predicate<Instance> exactly(Parameters call, String name, Property property) {
        var wanted = call.text(name);
        return instance -> wanted == null || wanted.equals(property.of(instance));
    }

    private static Predicate<Instance> tagged(String key, String value) {
        return instance -> key == null
                ? value == null || instance.tags.containsValue(value)
                : instance.tags.containsKey(key)
                        && (value == null || instance.tags.get(key).equals(value));
    }

    private static Predicate<Instance> named(String pattern) {
        var parts =
                List.of(pattern.split("\\*", -1)).stream().map(Pattern::quote).toList();
        var regex = Pattern.compile(String.join(".*", parts), Pattern.DOTALL);
        return instance -> regex.matcher(instance.name).matches();
    }
}
