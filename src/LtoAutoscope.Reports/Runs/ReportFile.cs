namespace LtoAutoscope.Reports.Runs;

/// <summary>A file that a report stands on.</summary>
/// <param name="File">Path inside the run folder, with forward slashes.</param>
/// <param name="Sha256">Its hash, lower-case hex.</param>
public sealed record ReportFile(string File, string Sha256);
