using System.Reflection;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Tests.Syntheses;

/// <summary>The laboratory's own queue, which plans only when it is told to.</summary>
public class HeldQueue : DispatchProxy
{
    internal ILabQueue Inner { get; set; } = null!;

    internal TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => targetMethod!.Name == nameof(ILabQueue.PlanAsync) ? PlanAsync((PlanRequest)args![0]!, (string)args[1]!, (CancellationToken)args[2]!) : targetMethod.Invoke(Inner, args);

    private async Task<JobView> PlanAsync(PlanRequest request, string by, CancellationToken cancellationToken)
    {
        Entered.SetResult();
        await Go.Task;
        return await Inner.PlanAsync(request, by, cancellationToken);
    }
}
