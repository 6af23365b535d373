package io.ecslifeguard.localcloud.ecs;

import com.aliyun.tea.TeaModel;
import com.aliyun.teautil.Common;
import io.ecslifeguard.localcloud.core.ApiCall;
import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fleet whose time is moved by hand, called without HTTP. */
public final class TestCloud {

    public static final String REGION = "cn-hangzhou";
    static final String ACCOUNT = "1000000000000001";

    final ManualTime time = new ManualTime();
    final List<String> bodies = new ArrayList<>();
    private final LocalFleet fleet;

    public TestCloud() {
        this(FleetOptions.defaults());
    }

    TestCloud(FleetOptions options) {
        fleet = new LocalFleet(time, bodies::add, ACCOUNT, REGION, options);
    }

    public void seed(String what) {
        fleet.seed(what);
    }

    public void pass(long seconds) {
        time.pass(Duration.ofSeconds(seconds));
    }

    public JsonObject ecs(String action, String... parameters) {
        return call("2014-05-26", action, parameters);
    }

    public JsonObject slb(String action, String... parameters) {
        return call("2014-05-15", action, parameters);
    }

    /** Where only the effect counts. */
    public void doEcs(String action, String... parameters) {
        ignore(ecs(action, parameters));
    }

    public void doSlb(String action, String... parameters) {
        ignore(slb(action, parameters));
    }

    private static void ignore(Object answer) {}

    /** The answer as the SDK reads it. */
    public <T extends TeaModel> T read(JsonObject answer, T model) throws Exception {
        var sent = answer.copy().put("RequestId", "R").encode();
        return TeaModel.toModel(Common.assertAsMap(Common.parseJSON(sent)), model);
    }

    private JsonObject call(String version, String action, String... parameters) {
        var values = new LinkedHashMap<String, String>();
        values.put("RegionId", REGION);
        for (var index = 0; index < parameters.length; index += 2) {
            values.put(parameters[index], parameters[index + 1]);
        }
        return fleet.products().stream()
                .filter(product -> product.version().equals(version))
                .findFirst()
                .orElseThrow()
                .call(new ApiCall(action, values, "R"));
    }

    /** The error that the call answers, as status and code. */
    public String refusal(Runnable call) {
        try {
            call.run();
            return "none";
        } catch (ApiError e) {
            return e.status() + " " + e.code();
        }
    }

    public Object control(String method, String path, JsonObject body) {
        var segments = List.of(path.split("/"));
        return fleet.controls().stream()
                .filter(control -> control.name().equals(segments.get(0)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No control part " + path))
                .call(method, segments.subList(1, segments.size()), Map.of(), body);
    }

    public void post(String path, JsonObject body) {
        ignore(control("POST", path, body));
    }

    void act(String method, String path, JsonObject body) {
        ignore(control(method, path, body));
    }

    public void set(JsonObject settings) {
        ignore(control("PUT", "settings", settings));
    }

    /** An instance that is Running, its creation's events taken away. */
    public String running(String name, boolean spot) {
        var created = (JsonObject)
                control("POST", "instances", new JsonObject().put("name", name).put("spot", spot));
        pass(3);
        bodies.clear();
        return created.getString("id");
    }

    /** Where its id does not matter. */
    public void run(String name, boolean spot) {
        ignore(running(name, spot));
    }

    JsonObject instance(String id) {
        var answer =
                ecs("DescribeInstances", "InstanceIds", new JsonArray().add(id).encode());
        var found = answer.getJsonObject("Instances").getJsonArray("Instance");
        return found.isEmpty() ? null : found.getJsonObject(0);
    }

    List<JsonObject> events() {
        return bodies.stream().map(TestCloud::decode).map(JsonObject::new).toList();
    }

    /** What the events of an instance say of it: states, and the actions of interruptions. */
    List<String> told(String id) {
        return events().stream()
                .map(event -> event.getJsonObject("content"))
                .filter(content -> id.equals(content.getString("resourceId", content.getString("instanceId"))))
                .map(content -> content.getString("state", content.getString("action")))
                .toList();
    }

    static String decode(String body) {
        return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
    }
}
