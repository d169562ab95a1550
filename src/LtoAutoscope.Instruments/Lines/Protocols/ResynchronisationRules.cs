namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>What is done after an overdue answer before the line is trusted again.</summary>
public sealed record ResynchronisationRules
{
    /// <summary>How long nothing may come before the line counts as quiet. Default 0.1 s.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long draining may take. Default 10 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that clear the controller's buffer; empty for none.</summary>
    public string Send { get; init; } = "";

    /// <summary>The harmless questions that must be answered, in their order, with nothing behind them.</summary>
    public required IReadOnlyList<string> Probes { get; init; }

    /// <summary>How often each must be answered. Default once.</summary>
    public int Times { get; init; } = 1;
}
