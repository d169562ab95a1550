using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>What the microscope's uninterruptible supply says.</summary>
internal sealed class SharkSemMains(SharkSemMicroscope microscope) : IMainsSupply
{
    public async Task<MainsState> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await microscope.Session.Control.CallAsync("GetUPSStatus", null, reader => reader.Int(), cancellationToken).ConfigureAwait(false) switch
            {
                0 => MainsState.Mains,
                1 => MainsState.Battery,
                2 or 3 => MainsState.BatteryLow,
                _ => MainsState.Unknown,
            };
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer)
        {
            return MainsState.Unknown;
        }
    }
}
