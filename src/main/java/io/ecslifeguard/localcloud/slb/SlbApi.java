package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiCall;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import io.ecslifeguard.localcloud.core.Product;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** SLB, version 2014-05-15: which action is done by whom. */
final class SlbApi implements Product {

    private final Map<String, Function<Parameters, JsonObject>> actions = new HashMap<>();

    SlbApi(LoadBalancerActions balancers, GroupActions groups) {
        actions.put("DescribeLoadBalancers", balancers::list);
        actions.put("DescribeLoadBalancerAttribute", balancers::describe);
        actions.put("CreateLoadBalancer", balancers::create);
        actions.put("AddBackendServers", balancers::add);
        actions.put("RemoveBackendServers", balancers::remove);
        actions.put("SetBackendServers", balancers::set);
        actions.put("DescribeVServerGroups", groups::list);
        actions.put("DescribeVServerGroupAttribute", groups::describe);
        actions.put("CreateVServerGroup", groups::create);
        actions.put("DeleteVServerGroup", groups::delete);
        actions.put("SetVServerGroupAttribute", groups::set);
        actions.put("AddVServerGroupBackendServers", groups::add);
        actions.put("RemoveVServerGroupBackendServers", groups::remove);
        actions.put("ModifyVServerGroupBackendServers", groups::modify);
    }

    @Override
    public String version() {
        return "2014-05-15";
    }

    @Override
    public JsonObject call(ApiCall call) {
        var action = actions.get(call.action());
        if (action == null) {
            throw new ApiError(
                    404,
                    "InvalidAction.NotFound",
                    "Specified api is not found, please check your url and method: the local cloud's SLB has no "
                            + call.action() + ".");
        }
        return action.apply(new Parameters(call.parameters()));
    }
}
