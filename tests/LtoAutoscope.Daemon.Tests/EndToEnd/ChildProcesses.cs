namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>Tests that run the built program; they are long and busy, so nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChildProcesses
{
    public const string Name = "Child processes";
}
