namespace LtoAutoscope.Domain.Nights;

/// <summary>How urgent something is.</summary>
public enum Severity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>It mended itself or waits; nobody has to get up.</summary>
    Warning,

    /// <summary>A person is needed before the night can go on as planned.</summary>
    Critical,
}
