package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;

/** What can be asked about instances. */
record InstanceQueries(Home home, Instances instances, InstanceView view) {

    private static final int MOST = 100;

    /**
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-describeinstances">DescribeInstances</a>
     */
    JsonObject instances(Parameters call) {
        home.require(call);
        EcsErrors.checkDryRun(call);
        var filter = InstanceFilter.of(call);
        var found = candidates(call).stream().filter(filter).toList();
        if (call.text("MaxResults") == null && call.text("NextToken") == null) {
            return Page.of(call, MOST).answer(found, "Instances", "Instance", view::full);
        }
        return fromToken(call, found);
    }

    private JsonObject fromToken(Parameters call, List<Instance> found) {
        var size = call.number("MaxResults", 10, 1, MOST);
        var token = call.text("NextToken");
        var after = token == null ? Long.MAX_VALUE : NextToken.read(token).after();
        var left =
                found.stream().filter(it -> it.number < after).limit(size + 1L).toList();
        var page = left.subList(0, Math.min(size, left.size()));
        var more = left.size() > size ? new NextToken(page.get(size - 1).number).write() : "";
        var array = new JsonArray();
        page.forEach(instance -> array.add(view.full(instance)));
        return new JsonObject()
                .put("Instances", new JsonObject().put("Instance", array))
                .put("TotalCount", found.size())
                .put("PageNumber", 1)
                .put("PageSize", size)
                .put("NextToken", more);
    }

    private Collection<Instance> candidates(Parameters call) {
        var ids = InstanceFilter.ids(call);
        return ids == null
                ? instances.newestFirst()
                : ids.stream()
                        .flatMap(id -> instances.find(id).stream())
                        .sorted((a, b) -> Long.compare(b.number, a.number))
                        .toList();
    }

    JsonObject statuses(Parameters call) {
        home.require(call);
        var ids = call.list("InstanceId");
        if (ids.size() > MOST) {
            throw Parameters.invalid("InstanceId", "at most 100 instances are taken");
        }
        var zone = call.text("ZoneId");
        var found = instances.newestFirst().stream()
                .filter(it -> ids.isEmpty() || ids.contains(it.id))
                .filter(it -> zone == null || zone.equals(it.order.zone()))
                .toList();
        return Page.of(call, 50)
                .answer(
                        found,
                        "InstanceStatuses",
                        "InstanceStatus",
                        it -> new JsonObject().put("InstanceId", it.id).put("Status", it.state.wire()));
    }

    JsonObject attribute(Parameters call) {
        return view.attribute(asked(call));
    }

    JsonObject userData(Parameters call) {
        home.require(call);
        var instance = asked(call);
        return new JsonObject()
                .put("InstanceId", instance.id)
                .put("RegionId", home.region())
                .put("UserData", instance.order.asked().text("UserData", ""));
    }

    JsonObject ramRoles(Parameters call) {
        home.require(call);
        var role = call.text("RamRoleName");
        var ids = InstanceFilter.ids(call);
        if (role == null && ids == null) {
            throw Parameters.missing("InstanceIds");
        }
        if (ids != null && !ids.stream().allMatch(id -> instances.find(id).isPresent())) {
            throw EcsErrors.noInstance();
        }
        var found = candidates(call).stream()
                .filter(it -> role == null || role.equals(it.order.asked().text("RamRoleName")))
                .toList();
        return Page.of(call, 50)
                .answer(
                        found,
                        "InstanceRamRoleSets",
                        "InstanceRamRoleSet",
                        it -> new JsonObject()
                                .put("InstanceId", it.id)
                                .put("RamRoleName", it.order.asked().text("RamRoleName", "")))
                .put("RegionId", home.region());
    }

    JsonObject disks(Parameters call) {
        home.require(call);
        var id = call.text("InstanceId");
        var found = instances.newestFirst().stream()
                .filter(it -> id == null || id.equals(it.id))
                .flatMap(it -> it.disks.stream().map(disk -> DiskView.of(disk, it, home)))
                .filter(DiskView.filter(call))
                .toList();
        return Page.of(call, MOST).answer(found, "Disks", "Disk", disk -> disk);
    }

    private Instance asked(Parameters call) {
        return instances.find(call.required("InstanceId")).orElseThrow(EcsErrors::noInstance);
    }
}
