namespace LtoAutoscope.Storage.Queue;

/// <summary>When a job may be worked on.</summary>
/// <param name="EarliestStart">Not begun before, or null.</param>
/// <param name="LatestEnd">Its images are taken by then, or null: it is not begun when it would not be, and a running one is held after its tile.</param>
public sealed record JobWindow(DateTimeOffset? EarliestStart, DateTimeOffset? LatestEnd)
{
    /// <summary>Problems, each as <c>key: what is wrong</c>.</summary>
    public IEnumerable<string> Validate()
    {
        if (EarliestStart >= LatestEnd) yield return FormattableString.Invariant($"window: it would have to end at {LatestEnd:u}, before it may start at {EarliestStart:u}");
    }
}
