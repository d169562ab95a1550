namespace LtoAutoscope.Twin;

/// <summary>Where a twin can be reached: <c>127.0.0.1:port</c> or a serial port, by protocol.</summary>
/// <param name="All">By protocol; one that is served both over TCP and on a pseudo-terminal has the latter under <c>name-pty</c>.</param>
public sealed record TwinEndpoints(IReadOnlyDictionary<string, string> All)
{
    /// <summary>The SharkSEM control connection.</summary>
    public string SharkSem => All["sharksem"];

    /// <summary>The endpoint of a protocol.</summary>
    /// <exception cref="KeyNotFoundException">The twin does not speak it.</exception>
    public string this[string protocol] => All[protocol];
}
