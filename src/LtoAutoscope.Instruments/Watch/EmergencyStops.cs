using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Watch;

/// <summary>What a second process can stop of an instrument.</summary>
/// <param name="Stops">The ways to stop it; none where no protocol of it bears a second connection.</param>
/// <param name="Beyond">Parts that it cannot reach, in words.</param>
public sealed record EmergencyStops(IReadOnlyList<IEmergencyStop> Stops, IReadOnlyList<string> Beyond)
{
    /// <summary>The ways to stop a configured instrument.</summary>
    public static EmergencyStops Of(InstrumentConfiguration configuration, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        bool isSharkSem = configuration.Parts.Any(part => part.Part.Protocol == InstrumentConfiguration.SharkSemProtocol);
        return new EmergencyStops(
            isSharkSem ? [new SharkSemEmergencyStop(configuration.SharkSem, time)] : [],
            [.. configuration.Parts.Where(part => part.Part.Protocol != InstrumentConfiguration.SharkSemProtocol)
                .GroupBy(part => configuration.EndpointOf(part.Part))
                .Select(parts => $"{string.Join(" and ", parts.Select(part => part.Name))} on {parts.Key}: {parts.First().Part.Protocol} bears one program only")]);
    }
}
