using System.Diagnostics;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>
/// Adds up how long the stages of an analysis take, and how long the processors work meanwhile for this process, by listening to
/// <see cref="AnalysisStage"/>. Stages of a scale search count to the search.
/// </summary>
internal sealed class StageTimes : IDisposable
{
    private const string Begin = "processor_time_at_begin";
    private readonly ActivityListener listener;
    private readonly Dictionary<string, StageTime> stages = [];

    internal StageTimes()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == AnalysisStage.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = static activity => activity.SetCustomProperty(Begin, ProcessorTime()),
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(listener);
        Take();
    }

    /// <summary>Milliseconds that the processors have worked for this process.</summary>
    internal static double ProcessorTime() => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    /// <summary>Times by stage since the last call; begins anew.</summary>
    internal IReadOnlyDictionary<string, StageTime> Take()
    {
        var taken = new Dictionary<string, StageTime>(stages);
        foreach (string stage in AnalysisStage.All) stages[stage] = new StageTime(0, 0);
        return taken;
    }

    public void Dispose() => listener.Dispose();

    private void Add(Activity activity)
    {
        if (activity.Parent?.Source.Name == AnalysisStage.SourceName) return;
        double processor = ProcessorTime() - (double)activity.GetCustomProperty(Begin)!;
        StageTime before = stages[activity.OperationName];
        stages[activity.OperationName] = new StageTime(before.Ms + activity.Duration.TotalMilliseconds, before.ProcessorMs + processor);
    }
}
