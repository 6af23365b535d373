package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Time;
import io.ecslifeguard.localcloud.slb.LocalBalancers;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The fleets to begin with. Their instances have been running for long: no event tells of their creation. */
record Seed(Time time, Home home, Life life, RunInstances run, LocalBalancers balancers, LaunchTemplates templates) {

    private static final int GROUP_SIZE = 50;
    private static final int GROUPS_OF_ONE = 4;

    void plant(String fleet) {
        switch (fleet) {
            case "none" -> {}
            case "demo" -> demo();
            default -> many(number(fleet));
        }
    }

    private void demo() {
        var web = new ArrayList<String>();
        for (var name : List.of("web-1", "web-2", "web-3", "web-4")) {
            var spot = name.equals("web-3") || name.equals("web-4");
            web.add(instance(name, spot, new JsonObject().put("ecs-lifeguard/restart", "on")));
        }
        var api = new ArrayList<String>();
        api.add(instance("api-1", false, new JsonObject().put("ecs-lifeguard/restart", "on")));
        api.add(instance("api-2", true, new JsonObject().put("ecs-lifeguard/restart", "on")));
        // Nobody said that this one is to be restarted
        var elsewhere = List.of(instance("batch-1", false, new JsonObject()));
        balancers.seed("public", "web-http", 80, web);
        balancers.seed("public", "web-metrics", 9100, web);
        balancers.seed("internal", "api", 8080, api);
        balancers.seed("internal", "batch", 8090, elsewhere);
        balancers.seed("internal", "web-http-internal", 80, web.subList(1, 4));
        template();
    }

    private void many(int count) {
        var group = new ArrayList<String>();
        var groups = 0;
        for (var number = 1; number <= count; number++) {
            group.add(instance("web-" + number, number % 2 == 0, new JsonObject().put("ecs-lifeguard/restart", "on")));
            if (group.size() == GROUP_SIZE || number == count) {
                groups++;
                balancers.seed("lb-" + (1 + (groups - 1) / GROUPS_OF_ONE), "group-" + groups, 80, group);
                group.clear();
            }
        }
        template();
    }

    private void template() {
        var data = InstanceJson.order(new JsonObject().put("name", "web").put("spot", true));
        templates.add("web", data.values(), time.now());
    }

    private String instance(String name, boolean spot, JsonObject tags) {
        var zone = home.zones().get(Math.floorMod(name.hashCode(), home.zones().size()));
        var body = new JsonObject()
                .put("name", name)
                .put("spot", spot)
                .put("zone", zone)
                .put("tags", tags);
        var made = run.make(Order.of(InstanceJson.order(body), home), 1).get(0);
        life.settle(made);
        return made.id;
    }

    private static int number(String fleet) {
        if (!fleet.matches("\\d{1,6}")) {
            throw new IllegalArgumentException(
                    "The fleet '" + fleet + "' is unknown: it is none, demo, or a number of instances such as 500");
        }
        return Integer.parseInt(fleet);
    }
}
