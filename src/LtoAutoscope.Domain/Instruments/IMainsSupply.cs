namespace LtoAutoscope.Domain.Instruments;

/// <summary>Tells whether the microscope runs on the mains.</summary>
public interface IMainsSupply
{
    /// <summary>Where the power comes from; <see cref="MainsState.Unknown"/> when the instrument does not say.</summary>
    Task<MainsState> ReadAsync(CancellationToken cancellationToken);
}
