namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>What the checks ask the operating system; each answers for the system that it runs on.</summary>
internal interface IPreflightSystem
{
    /// <summary>Whether the computer waits to be restarted, and whether it may do so by itself.</summary>
    PreflightCheck PendingRestart(bool refuses);

    /// <summary>Whether the computer goes to sleep by itself.</summary>
    PreflightCheck SleepPolicy();

    /// <summary>Whether something keeps the clock right.</summary>
    PreflightCheck ClockSynchronised();

    /// <summary>Whether a virus scanner looks at every file that is written.</summary>
    PreflightCheck Antivirus(string dataFolder);
}
