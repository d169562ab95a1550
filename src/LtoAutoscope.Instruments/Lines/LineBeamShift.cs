using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Electrical image shift; the quantity's unit in the protocol's file says how many µm the full range is.</summary>
internal sealed class LineBeamShift(LineRoles roles) : IBeamShift
{
    public async Task<(double XUm, double YUm)?> ReadAsync(CancellationToken cancellationToken)
        => roles.CanRead("beam_shift") && await roles.ReadAsync("beam_shift", cancellationToken, "beam_shift_x_um", "beam_shift_y_um").ConfigureAwait(false) is [var x, var y] ? (x, y) : null;

    public Task SetAsync(double xUm, double yUm, CancellationToken cancellationToken)
        => roles.SetAsync("beam_shift", [("beam_shift_x_um", xUm), ("beam_shift_y_um", yUm)], cancellationToken);
}
