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
        return new EmergencyStops(
            [new SharkSemEmergencyStop(configuration.SharkSem, time)],
            configuration.PriorStage is { } stage ? [$"the stage on {stage.Port}: a serial port bears one program only"] : []);
    }
}
