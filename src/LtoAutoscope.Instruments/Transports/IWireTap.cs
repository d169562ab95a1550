namespace LtoAutoscope.Instruments.Transports;

/// <summary>Listens to what goes over every connection of an instrument, for instance to record it. Drivers put it around each link they open.</summary>
public interface IWireTap
{
    /// <summary>No listener: a link is used as it is.</summary>
    static IWireTap None { get; } = new Silent();

    /// <summary>Puts the listener around a link; the result owns it.</summary>
    /// <param name="link">The bare link.</param>
    /// <param name="purpose">What the connection is for, such as <c>control</c>, <c>stop</c> or <c>data</c>.</param>
    IByteLink Listen(IByteLink link, string purpose);

    private sealed class Silent : IWireTap
    {
        public IByteLink Listen(IByteLink link, string purpose) => link;
    }
}
