namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>Tests that run the built program for a verb at a time: one after the other, beside tests of other kinds.</summary>
[CollectionDefinition(Name)]
public sealed class Verbs
{
    public const string Name = "Verbs";
}
