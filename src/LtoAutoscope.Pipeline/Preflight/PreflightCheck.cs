namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>One check before the night.</summary>
/// <param name="Name">Its word, such as <c>space</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">What was found, with units.</param>
/// <param name="Limit">What it was held against; empty where there is nothing to compare.</param>
/// <param name="ToDo">What a person should do; empty when nothing.</param>
public sealed record PreflightCheck(string Name, PreflightOutcome Outcome, string Value, string Limit = "", string ToDo = "");
