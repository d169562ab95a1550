namespace LtoAutoscope.Acquisition.Running;

/// <summary>The run cannot go on by itself and is not to blame for it: it is kept as it is until a person has looked.</summary>
/// <param name="by">What holds it, in a few words.</param>
/// <param name="reason">Why, with value and limit, and what will let it go on.</param>
public sealed class RunHeldException(string by, string reason) : Exception(reason)
{
    /// <summary>What holds it, in a few words.</summary>
    public string By { get; } = by;
}
