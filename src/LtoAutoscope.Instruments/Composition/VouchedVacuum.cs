using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>
/// The vacuum of a microscope that tells nothing of it over the wire and refuses high voltage by itself while the chamber is not evacuated. The lab vouches for that in the
/// instrument's file (<c>vacuum.vouched: true</c>); without it the beam is never switched on.
/// </summary>
internal sealed class VouchedVacuum : IVacuumSystem
{
    public Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken) => Task.FromResult(VacuumState.Ready);

    public Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);
}
