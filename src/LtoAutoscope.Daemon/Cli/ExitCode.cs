namespace LtoAutoscope.Daemon.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked for is done.</summary>
    public const int Success = 0;

    /// <summary>It could not be done; standard error says why and how to mend it.</summary>
    public const int Failure = 1;

    /// <summary>The command line or an input is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>Interrupted by the person who started it.</summary>
    public const int Interrupted = 130;
}
