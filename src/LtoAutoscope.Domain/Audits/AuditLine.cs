namespace LtoAutoscope.Domain.Audits;

/// <summary>An entry as it stands in the trail.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Entry">What it says.</param>
/// <param name="Hash">SHA-256 over this line and, by it, over all before it; hexadecimal.</param>
public sealed record AuditLine(long Number, AuditEntry Entry, string Hash);
