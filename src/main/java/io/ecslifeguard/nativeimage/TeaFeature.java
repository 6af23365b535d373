package io.ecslifeguard.nativeimage;

import com.aliyun.tea.TeaModel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * What the SDKs of ECS and SLB, and the Tea libraries below them, need. A model that is not registered fails in silence: a
 * request's nested parts are left out, and the answer to a call that was made is null. So whatever model the build finds in
 * use is registered, with all that is within it, and no list has to be kept.
 */
public final class TeaFeature implements Feature {

    private final TeaModels models = new TeaModels(TeaModel.class);
    private final Set<Class<?>> registered = ConcurrentHashMap.newKeySet();

    @Override
    public String getDescription() {
        return "Registers the models of Alibaba Cloud's Tea SDKs that are in use";
    }

    /** At the build they would take over its environment: profiles, directories, the user agent. */
    @Override
    public void afterRegistration(AfterRegistrationAccess access) {
        RuntimeClassInitialization.initializeAtRunTime("com.aliyun");
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        access.registerSubtypeReachabilityHandler(
                (during, model) -> models.with(model).forEach(this::register), TeaModel.class);
    }

    private void register(Class<?> model) {
        if (registered.add(model)) {
            RuntimeReflection.register(model);
            RuntimeReflection.register(model.getConstructors());
            RuntimeReflection.register(model.getFields());
        }
    }
}
