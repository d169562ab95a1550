using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The vacuum system of a SharkSEM microscope, read only.</summary>
internal sealed class SharkSemVacuum(SharkSemMicroscope microscope) : IVacuumSystem
{
    private const int ChamberGauge = 0;

    public async Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken)
        => await microscope.Session.Control.CallAsync("VacGetStatus", null, reader => reader.Int(), cancellationToken).ConfigureAwait(false) switch
        {
            0 => VacuumState.Ready,
            1 => VacuumState.Pumping,
            2 => VacuumState.Venting,
            3 => VacuumState.Off,
            4 => VacuumState.ChamberOpen,
            _ => VacuumState.Unknown,
        };

    public async Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken)
    {
        double pressure = await microscope.Session.Control.CallAsync(
            "VacGetPressure", new SharkSemBodyWriter().Int(ChamberGauge), reader => reader.Float(), cancellationToken).ConfigureAwait(false);
        return pressure > 0 ? pressure : null;
    }
}
