namespace LtoAutoscope.Daemon.Service;

/// <summary>One thing that an installation does.</summary>
/// <param name="Text">What, as it is shown: a command line as it is run, or words.</param>
/// <param name="DoAsync">Does it; returns what is worth telling, or nothing.</param>
internal sealed record ServiceStep(string Text, Func<CancellationToken, Task<string>> DoAsync)
{
    /// <summary>Whether it takes away the program that runs, which may load nothing more afterwards: everything is told before.</summary>
    public bool DeletesProgram { get; init; }
}
