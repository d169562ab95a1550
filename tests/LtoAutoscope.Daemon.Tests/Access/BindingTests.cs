using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Tests.Access;

public sealed class BindingTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", false, false)]
    [InlineData("http://localhost:5080;http://[::1]:5080", false, false)]
    [InlineData("https://0.0.0.0:5443", true, true)]
    [InlineData("https://*:5443;https://sem.lab.example:5444", true, true)]
    [InlineData("http://127.0.0.1:5080;https://+:5443", false, true)]
    public void Of_LoopbackOrTls_IsTaken(string urls, bool isTls, bool isOpen)
    {
        var binding = Binding.Of(urls, allowPlainHttp: false);
        Assert.Equal((isTls, isOpen), (binding.IsTls, binding.IsOpen));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.0.2.7:5080")]
    [InlineData("http://sem.lab.example")]
    [InlineData("http://localhost.example:5080")]
    [InlineData("https://*:5443;http://192.0.2.7:5080")]
    public void Of_PlainHttpThatOthersReach_IsRefusedUnlessAllowed(string urls)
    {
        Assert.Contains("other machines", Assert.Throws<InputException>(() => Binding.Of(urls, allowPlainHttp: false)).Message, StringComparison.Ordinal);
        Assert.True(Binding.Of(urls, allowPlainHttp: true).IsOpen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://unix:/tmp/x")]
    public void Of_NoWebAddress_SaysSo(string urls) => Assert.Throws<InputException>(() => Binding.Of(urls, allowPlainHttp: true));
}
