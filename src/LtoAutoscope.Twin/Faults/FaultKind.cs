using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Twin.Faults;

/// <summary>A fault that a script can order.</summary>
/// <param name="Name">Its name in a script.</param>
/// <param name="Summary">What happens, one sentence with its parameters and their defaults.</param>
/// <param name="Parameters">Keys that it knows beside those of every order.</param>
internal sealed record FaultKind(string Name, string Summary, IReadOnlyList<string> Parameters)
{
    /// <summary>Reads its parameters and gives what is to be done when its time has come; null seconds mean until it is cleared.</summary>
    public required Func<StrictYamlMap, double?, Action<TwinMicroscope>> Read { get; init; }
}
