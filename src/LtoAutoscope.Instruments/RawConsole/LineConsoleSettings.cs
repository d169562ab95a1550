namespace LtoAutoscope.Instruments.RawConsole;

/// <summary>What a console for text lines has to know of a protocol.</summary>
public sealed record LineConsoleSettings
{
    /// <summary>Name of its folder in <c>firmware-protocols/</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>What ends a command. Default a carriage return.</summary>
    public string LineEnd { get; init; } = "\r";

    /// <summary>What is refused.</summary>
    public required IReadOnlyList<ForbiddenWord> Forbidden { get; init; }

    /// <summary>Longest wait for the first byte of an answer. Default 2 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long nothing comes after an answer that is whole. Default 0.2 s.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(200);
}
