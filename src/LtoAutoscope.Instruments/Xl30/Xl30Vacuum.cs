using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The source has operations that pump and vent and none that reads: the state is unknown, never ready. Pumping and venting are left to a person.</summary>
internal sealed class Xl30Vacuum : IVacuumSystem
{
    public Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken) => Task.FromResult(VacuumState.Unknown);

    public Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);
}
