package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiCall;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import io.ecslifeguard.localcloud.core.Product;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** ECS, version 2014-05-26: which action is done by whom. */
final class EcsApi implements Product {

    private final Map<String, Function<Parameters, JsonObject>> actions = new HashMap<>();

    EcsApi(RunInstances run, InstancePower power, InstanceQueries queries, Tagging tagging, PriceQueries prices) {
        actions.put("RunInstances", run::call);
        actions.put("StartInstance", power::start);
        actions.put("StartInstances", power::startSeveral);
        actions.put("StopInstance", power::stop);
        actions.put("RebootInstance", power::reboot);
        actions.put("DeleteInstance", power::delete);
        actions.put("DescribeInstances", queries::instances);
        actions.put("DescribeInstanceStatus", queries::statuses);
        actions.put("DescribeInstanceAttribute", queries::attribute);
        actions.put("DescribeUserData", queries::userData);
        actions.put("DescribeInstanceRamRole", queries::ramRoles);
        actions.put("DescribeDisks", queries::disks);
        actions.put("TagResources", tagging::tag);
        actions.put("UntagResources", tagging::untag);
        actions.put("DescribeLaunchTemplateVersions", prices::launchTemplateVersions);
        actions.put("DescribeSpotPriceHistory", prices::spotPriceHistory);
    }

    @Override
    public String version() {
        return "2014-05-26";
    }

    @Override
    public JsonObject call(ApiCall call) {
        var action = actions.get(call.action());
        if (action == null) {
            throw new ApiError(
                    404,
                    "InvalidAction.NotFound",
                    "Specified api is not found, please check your url and method: the local cloud's ECS has no "
                            + call.action() + ".");
        }
        return action.apply(new Parameters(call.parameters()));
    }
}
