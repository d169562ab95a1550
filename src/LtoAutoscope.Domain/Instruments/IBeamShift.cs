namespace LtoAutoscope.Domain.Instruments;

/// <summary>Shifts the image electrically, without a stage move.</summary>
public interface IBeamShift
{
    /// <summary>The shift, µm on the sample; null when the instrument cannot tell it.</summary>
    Task<(double XUm, double YUm)?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sets the shift, µm on the sample; read back where the instrument can tell it.</summary>
    Task SetAsync(double xUm, double yUm, CancellationToken cancellationToken);
}
