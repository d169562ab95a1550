using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.RawConsole;

/// <summary>Raw commands to an instrument, typed by a person. It does not pass the interlock, so what moves, vents or resets is forbidden.</summary>
/// <remarks>Thread safety: one caller.</remarks>
public interface IRawConsole : IAsyncDisposable
{
    /// <summary>The protocol and where it leads, for the prompt.</summary>
    string Name { get; }

    /// <summary>What may be typed, in a line or two.</summary>
    string Usage { get; }

    /// <summary>Why a text may not be sent, as a sentence without the final stop; null when it may.</summary>
    string? WhyForbidden(string text);

    /// <summary>Sends a text and returns what was answered, as text; empty when the protocol answers nothing to it.</summary>
    /// <exception cref="InstrumentFaultException">No answer, or the link is lost.</exception>
    /// <exception cref="LtoAutoscope.Domain.InputException">The text is malformed, or forbidden.</exception>
    Task<string> ExchangeAsync(string text, CancellationToken cancellationToken);
}
