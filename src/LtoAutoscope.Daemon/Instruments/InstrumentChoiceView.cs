namespace LtoAutoscope.Daemon.Instruments;

/// <summary>An instrument that could be connected.</summary>
/// <param name="Name">Name of its file, as <c>serve --instrument</c> takes it.</param>
/// <param name="IsCurrent">Whether this daemon works with it.</param>
/// <param name="IsSimulated">Whether it is a microscope in software.</param>
/// <param name="Problem">What is wrong with its file, where and how to mend it; empty when it is sound.</param>
/// <param name="Parts">Its connections, such as <c>stage, column by sharksem at 127.0.0.1:8300</c>.</param>
/// <param name="WhyNoCheck">Why it cannot be checked from here; empty when it can.</param>
public sealed record InstrumentChoiceView(string Name, bool IsCurrent, bool IsSimulated, string Problem, IReadOnlyList<string> Parts, string WhyNoCheck)
{
    /// <summary>How to start the daemon with it.</summary>
    public string Start => $"lto-autoscope serve --instrument {Name}";
}
