using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>A vacuum system of which only a pressure can be read: at or below the configured one it is ready, above it nobody knows what it does.</summary>
internal sealed class LineVacuum(LineRoles roles, LineSettings settings) : IVacuumSystem
{
    public async Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken)
        => await ReadPressurePaAsync(cancellationToken).ConfigureAwait(false) is { } pressure && pressure <= settings.ReadyBelowPa ? VacuumState.Ready : VacuumState.Unknown;

    public async Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken)
        => await roles.ReadNumberAsync("pressure_pa", cancellationToken).ConfigureAwait(false) is var reading and > 0 ? reading * settings.PressureUnitPa : null;
}
